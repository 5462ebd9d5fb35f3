/** What stands where in the list: the rows, below the headings of their groups, without those of folded groups. */
import type { RowGroup } from '../../reservations/table/model';

/** A heading, or rows that follow each other. */
type Stretch =
	| { readonly kind: 'group'; readonly at: number; readonly size: 1; readonly group: RowGroup; readonly open: boolean }
	| { readonly kind: 'rows'; readonly at: number; readonly size: number; readonly from: number };

export class Layout {
	readonly #stretches: readonly Stretch[];
	/** Headings and rows. */
	readonly length: number;

	/** @param folded keys of the groups whose rows are not shown */
	constructor(total: number, groups: readonly RowGroup[], folded: ReadonlySet<string>) {
		const stretches: Stretch[] = groups.length === 0 ? [{ kind: 'rows', at: 0, size: total, from: 0 }] : [];
		let at = groups.length === 0 ? total : 0;
		for (const group of groups) {
			const open = !folded.has(group.key);
			stretches.push({ kind: 'group', at, size: 1, group, open });
			at += 1;
			if (!open) continue;
			stretches.push({ kind: 'rows', at, size: group.count, from: group.from });
			at += group.count;
		}
		this.#stretches = stretches;
		this.length = at;
	}

	/** The stretches that the items from `from` on, `count` of them, are in: each cut to what is asked for. */
	window(from: number, count: number): readonly Stretch[] {
		const end = Math.min(from + count, this.length);
		const cut: Stretch[] = [];
		for (let place = this.#placeOf(from); place < this.#stretches.length; place++) {
			const stretch = this.#stretches[place];
			if (stretch === undefined || stretch.at >= end) break;
			if (stretch.kind === 'group') {
				if (stretch.at >= from) cut.push(stretch);
				continue;
			}
			const skipped = Math.max(from - stretch.at, 0);
			const size = Math.min(stretch.at + stretch.size, end) - stretch.at - skipped;
			if (size > 0) cut.push({ kind: 'rows', at: stretch.at + skipped, size, from: stretch.from + skipped });
		}
		return cut;
	}

	/** Where a row is among the items; undefined: its group is folded. */
	placeOfRow(row: number): number | undefined {
		const stretch = this.#stretches.find((it) => it.kind === 'rows' && row >= it.from && row < it.from + it.size);
		return stretch?.kind === 'rows' ? stretch.at + row - stretch.from : undefined;
	}

	/** Where the heading of a group is among the items; undefined: there is none of this key. */
	placeOfGroup(key: string): number | undefined {
		return this.#stretches.find((it) => it.kind === 'group' && it.group.key === key)?.at;
	}

	/** The stretch that has this item: found by halving, as there may be thousands of groups. */
	#placeOf(item: number): number {
		let low = 0;
		let high = this.#stretches.length - 1;
		while (low < high) {
			const middle = (low + high + 1) >> 1;
			if ((this.#stretches[middle]?.at ?? 0) <= item) low = middle;
			else high = middle - 1;
		}
		return low;
	}
}
