/** Fields of a form: what the user types stays, however often the page is drawn, until the host sets them anew. */
import { html, noChange, nothing, type TemplateResult } from 'lit';
import { Directive, directive, type PropertyPart } from 'lit/directive.js';

/**
 * Sets the property even if it is what the host set before: what stands in the field now may be what the user typed. What the host
 * has not changed itself is left alone, as the host may not have heard yet of what is being typed.
 */
class Once extends Directive {
	#revision: unknown;
	#told: unknown;
	#isSet = false;

	render(_revision: unknown, _value: unknown): unknown {
		return noChange;
	}

	override update({ element, name }: PropertyPart, [revision, value]: [unknown, unknown]): unknown {
		if (!this.#isSet || (revision !== this.#revision && value !== this.#told)) Reflect.set(element, name, value);
		this.#revision = revision;
		this.#told = value;
		this.#isSet = true;
		return noChange;
	}
}

/** A value of the host that is put into its field once a revision: `.value=${once(revision, value)}`. */
export const once = directive(Once);

interface Field {
	readonly id: string;
	readonly label: string;
	readonly help?: string | undefined;
	readonly problem?: string | undefined;
}

/** A label, its control, and what is to be known or mended about it; the control names `{id}-help` as its description. */
export const field = ({ id, label, help, problem }: Field, control: TemplateResult) =>
	html`<div class="field">
		<label for=${id}>${label}</label>
		${control}
		<p id="${id}-help" class="note ${problem === undefined ? '' : 'wrong'}" ?hidden=${problem === undefined && help === undefined}>${problem ?? help ?? nothing}</p>
	</div>`;

/**
 * Where Tab stops in a list of radio buttons: at the chosen one, else at the first that can be chosen. Without a choice a browser
 * stops at the one that it was given first, wherever that stands in the list now.
 */
export const stopOf = <T extends { readonly chosen: boolean }>(
	options: readonly T[],
	canChoose: (option: T) => boolean = () => true,
) => options.find(({ chosen }) => chosen) ?? options.find(canChoose);

/** What an input holds as a number; undefined: it is none. */
export function numberIn(event: Event): number | undefined {
	const { valueAsNumber } = event.target as HTMLInputElement;
	return Number.isNaN(valueAsNumber) ? undefined : valueAsNumber;
}

export const textIn = (event: Event) => (event.target as HTMLInputElement).value;

interface Select {
	readonly id: string;
	readonly label: string;
	readonly help?: string | undefined;
	readonly options: readonly { readonly value: string; readonly label: string }[];
	readonly value: string;
	choose(value: string): void;
}

/** A list to choose one of. */
export const select = ({ id, label, help, options, value, choose }: Select) =>
	field(
		{ id, label, help },
		html`<select id=${id} aria-describedby="${id}-help" @change=${(event: Event) => choose(textIn(event))}>
			${options.map((option) => html`<option value=${option.value} ?selected=${option.value === value} .selected=${option.value === value}>${option.label}</option>`)}
		</select>`,
	);
