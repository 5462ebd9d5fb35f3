/** What panels outside of VS Code have of the rest of the extension: a session that is a service alone. */
import type { LogOutputChannel, Uri as VscodeUri } from 'vscode';
import type { PanelHost } from '../../src/panels/shared/session';
import type { ReservationsService } from '../../src/reservations/api';
import { Uri } from '../ui/pages/vscode-outside';

const silent = { warn: () => undefined, error: () => undefined };

/** @param log told what goes wrong; without it nobody is */
export function panelHost(
	service: ReservationsService,
	log: Partial<Pick<LogOutputChannel, 'warn' | 'error'>> = silent,
): PanelHost<ReservationsService> {
	return {
		session: {
			current: service,
			service: async () => service,
			onDidChange: (listener) => ({ dispose: service.onDidChange((change) => listener(change)) }),
			log: log as LogOutputChannel,
		},
		extensionUri: Uri.file('/extension') as unknown as VscodeUri,
	};
}
