/** What is typed into a field is asked once the typing there is over, whatever is typed into others meanwhile. */

/** Typing is over when nothing has come for so long, ms. */
const typingMs = 150;
const timers = new Map<string, ReturnType<typeof setTimeout>>();

/** Calls back once the typing is over. @param field name of the field, or of the fields that are asked as one */
export function whenTyped(field: string, then: () => void): void {
	clearTimeout(timers.get(field));
	timers.set(field, setTimeout(then, typingMs));
}

/** Calls back now, in place of what was typed before. */
export function atOnce(field: string, then: () => void): void {
	clearTimeout(timers.get(field));
	then();
}

/** Nothing of what was typed is asked any more. */
export function forgetTyped(): void {
	for (const timer of timers.values()) clearTimeout(timer);
}
