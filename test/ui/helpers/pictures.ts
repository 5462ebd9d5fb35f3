/** Pictures of the screens: of every run in out/screenshots, those that the README shows in media/screenshots when asked for. */
import { copyFile, mkdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../../host/processes';
import type { Workbench } from '../../host/workbench';

const folder = path.join(root, 'out/screenshots');
const shown = 'media/screenshots';

/** Set where pictures are wanted: they take a tenth of the lane's time, and nobody looks at those of every run. */
export const picturesVariable = 'UI_PICTURES';
export const picturesAreTaken = process.env[picturesVariable] === '1';

/** Takes a picture that the README may show, where pictures are wanted. @param name of the file, without `.png` */
export async function takePicture(workbench: Workbench, name: string): Promise<void> {
	await putPointerAway(workbench);
	if (picturesAreTaken) await save(workbench, name);
}

/**
 * Puts the pictures of this run that the README shows in their place.
 * @param begun when the run began, ms since the epoch: older pictures are of another one
 * @param isPart not all suites ran: the README keeps what was not taken
 * @throws Error when one was not taken although all suites ran
 */
export async function publishPictures(begun: number, isPart: boolean): Promise<void> {
	const readme = await readFile(path.join(root, 'README.md'), 'utf8');
	await mkdir(path.join(root, shown), { recursive: true });
	for (const [, name] of readme.matchAll(/\(media\/screenshots\/([\w-]+\.png)\)/g)) {
		if (name === undefined) continue;
		const file = path.join(folder, name);
		const takenAt = (await stat(file).catch(() => undefined))?.mtimeMs ?? 0;
		if (takenAt >= begun) await copyFile(file, path.join(root, shown, name));
		else if (!isPart) throw new Error(`The picture ${name}, which the README shows, was not taken.`);
	}
}

/** Takes a picture of what was on the screen when a test failed. @returns its path */
export function takePictureOfFailure(workbench: Workbench, title: string): Promise<string> {
	return save(
		workbench,
		`failed-${title
			.replace(/[^a-z0-9]+/gi, '-')
			.toLowerCase()
			.slice(0, 100)}`,
	);
}

async function save(workbench: Workbench, name: string): Promise<string> {
	const file = path.join(folder, `${name}.png`);
	await mkdir(folder, { recursive: true });
	await putPointerAway(workbench);
	await workbench.page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
	return path.relative(root, file);
}

/** A pointer that rests on a row would show its tooltip. */
async function putPointerAway({ page }: Workbench): Promise<void> {
	await page.mouse.move(640, 795);
}
