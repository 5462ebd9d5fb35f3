/** Head of a page of a customer or a reservation: whose it is, its name and marks, its age, and what went wrong with reading it. */
import { html, nothing } from 'lit';
import type { Header, Problem } from '../../src/panels/shared/messages';
import { busy, icon, mark, problem, type Retry } from './pieces';

interface Head {
	readonly header: Header;
	readonly loading: boolean;
	readonly asOf?: string | undefined;
	readonly problem?: Problem | undefined;
}

interface HeadLabels {
	/** Says that it is being read. */
	readonly loading: string;
	readonly refresh: string;
}

/**
 * @param refresh reads everything anew
 * @param retry reads anew what could not be read
 * @param more stands between the marks and the problem
 */
export function head(
	{ header, loading, asOf, problem: failure }: Head,
	labels: HeadLabels,
	{ refresh, retry, more = nothing }: { refresh(): void; readonly retry: Retry; readonly more?: unknown },
) {
	const again = () => {
		if (!loading) refresh();
	};
	return html`<header class="head">
		<p class="customer">${icon('organization')}<span>${header.customer}</span></p>
		<h1 id="title" tabindex="-1">${header.name}</h1>
		<div class="marks">
			${practice(header)}
			${header.marks.map(mark)}
			<span class="age">
				${loading ? busy(labels.loading) : asOf === undefined ? nothing : html`<span class="quiet">${asOf}</span>`}
				<button type="button" class="tool refresh" aria-disabled=${String(loading)} @click=${again}>${icon('refresh')}<span>${labels.refresh}</span></button>
			</span>
		</div>
		${more} ${failure === undefined ? nothing : problem(failure, 'title', retry)}
	</header>`;
}

/** Said everywhere, so that nobody takes practice data for the real thing. */
export const practice = ({ sandbox }: { readonly sandbox?: string | undefined }) =>
	sandbox === undefined ? nothing : html`<span class="sandbox">${icon('beaker')}<span>${sandbox}</span></span>`;
