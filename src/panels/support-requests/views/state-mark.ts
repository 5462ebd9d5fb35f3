/** The state of a support request: Microsoft's own word, as there may be newer ones, with its icon. */
import type { SupportRequest } from '../../../reservations/support/model';
import type { Mark } from '../../shared/messages';

export function stateMark({ status, isOpen }: Pick<SupportRequest, 'status' | 'isOpen'>): Mark {
	return { icon: isOpen ? 'issue-opened' : 'issue-closed', tone: isOpen ? 'info' : 'none', text: status };
}
