/** A button of the page's bars: an icon and its words, which are only spoken, and told to a pointer, where there is no room for them. */
import { html, nothing } from 'lit';
import { icon } from '../shared/pieces';

interface Tool {
	readonly icon: string;
	readonly label: string;
	/** Its words are seen only where there is much room. */
	readonly isRare?: boolean;
	/** There is nothing for it to do. */
	readonly isOff?: boolean;
	/** Why it can't be run: told where it is pointed at or read. */
	readonly reason?: string | undefined;
	/** It is a switch, and this is how it stands. */
	readonly isOn?: boolean;
	run(event: Event): void;
}

/** A button that stays where it is when it can't be pressed. */
export function tool({ icon: name, label, isRare = false, reason, isOff = reason !== undefined, isOn, run }: Tool) {
	const press = (event: Event) => {
		if (!isOff) run(event);
	};
	return html`<button type="button" class="tool" title=${reason === undefined ? label : `${label}\n${reason}`}
		aria-disabled=${isOff ? 'true' : nothing} aria-pressed=${isOn === undefined ? nothing : String(isOn)}
		@click=${press}>${icon(name)}<span class="label ${isRare ? 'rare' : ''}">${label}</span></button>`;
}
