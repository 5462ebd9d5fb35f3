/** The clouds of Microsoft where CSP partners have reservations, with the addresses of their services (partner-center-api 1). */
import type { Cloud } from './cloud';

/** A cloud before a partner is known. */
export type CloudAddresses = Omit<Cloud, 'partnerTenantId'>;

/**
 * By the name that the settings use. China is not among them: partners there can't sell Azure subscriptions
 * (partner-center-api 1).
 */
export const publicClouds = {
	azure: {
		name: 'Azure',
		isSandbox: false,
		partnerCenter: 'https://api.partnercenter.microsoft.com',
		resourceManager: 'https://management.azure.com',
		graph: 'https://graph.microsoft.com',
		authority: 'https://login.microsoftonline.com',
		resources: {
			partnerCenter: 'https://api.partnercenter.microsoft.com',
			resourceManager: 'https://management.azure.com',
			graph: 'https://graph.microsoft.com',
		},
		portal: 'https://portal.azure.com',
		partnerPortal: 'https://partner.microsoft.com',
	},
	azureUSGovernment: {
		name: 'Azure US Government',
		isSandbox: false,
		// Partner Center is the same for both clouds (partner-center-api 1).
		partnerCenter: 'https://api.partnercenter.microsoft.com',
		resourceManager: 'https://management.usgovcloudapi.net',
		graph: 'https://graph.microsoft.us',
		authority: 'https://login.microsoftonline.us',
		resources: {
			partnerCenter: 'https://api.partnercenter.microsoft.com',
			resourceManager: 'https://management.usgovcloudapi.net',
			graph: 'https://graph.microsoft.us',
		},
		portal: 'https://portal.azure.us',
		partnerPortal: 'https://partner.microsoft.com',
	},
} as const satisfies Readonly<Record<string, CloudAddresses>>;
