/** Pictures of the screens: of every run in out/screenshots, those of the README in media/screenshots when asked for. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../../host/processes';
import type { Workbench } from '../../host/workbench';

/** Set by the runner to where the README's pictures are, when they are to be taken anew. */
export const picturesFolderVariable = 'CSP_RESERVATIONS_PICTURES';

const folder = path.join(root, 'out/screenshots');

/** Takes a picture that the README may show. @param name of the file, without `.png` */
export async function takePicture(workbench: Workbench, name: string): Promise<void> {
	await save(workbench, process.env[picturesFolderVariable] ?? folder, name);
}

/** Takes a picture of what was on the screen when a test failed. @returns its path */
export function takePictureOfFailure(workbench: Workbench, title: string): Promise<string> {
	return save(
		workbench,
		folder,
		`failed-${title
			.replace(/[^a-z0-9]+/gi, '-')
			.toLowerCase()
			.slice(0, 100)}`,
	);
}

async function save(workbench: Workbench, into: string, name: string): Promise<string> {
	const file = path.join(into, `${name}.png`);
	await mkdir(into, { recursive: true });
	// A pointer that rests on a row would show its tooltip.
	await workbench.page.mouse.move(640, 795);
	await workbench.page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
	return path.relative(root, file);
}
