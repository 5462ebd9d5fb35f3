/** Partner Center about the partner's support: whom customers and Microsoft turn to (partner-center-api 10). */
import * as z from 'zod/mini';
import { partnerCall } from './partner-center';
import type { CallOptions, Transport } from './transport';
import { text } from './values';

const supportProfile = z.looseObject({ email: text, telephone: text, website: text });
/** The partner's support contact. */
export type SupportProfile = z.infer<typeof supportProfile>;

/** The partner's support contact (App+User). @throws ServiceFailure; `NotAllowed` for applications without a user */
export async function getSupportProfile(transport: Transport, options: CallOptions = {}): Promise<SupportProfile> {
	return await transport.json(supportProfile, partnerCall(transport, '/v1/profiles/support', options));
}
