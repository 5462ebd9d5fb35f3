/** What is reserved, in words: the service names kinds of products by codes (arm-contract, ReservedResourceType). */
import * as vscode from 'vscode';

/** Names of products are the same in every language. */
const products: Readonly<Record<string, string>> = {
	appservice: 'App Service',
	avs: 'Azure VMware Solution',
	azuredataexplorer: 'Azure Data Explorer',
	azurefiles: 'Azure Files',
	blockblob: 'Azure Blob Storage',
	cosmosdb: 'Azure Cosmos DB',
	databricks: 'Azure Databricks',
	datafactory: 'Azure Data Factory',
	dedicatedhost: 'Azure Dedicated Host',
	mariadb: 'Azure Database for MariaDB',
	mysql: 'Azure Database for MySQL',
	netappstorage: 'Azure NetApp Files',
	postgresql: 'Azure Database for PostgreSQL',
	rediscache: 'Azure Cache for Redis',
	redhat: 'Red Hat Enterprise Linux',
	redhatosa: 'Azure Red Hat OpenShift',
	saphana: 'SAP HANA on Azure',
	sqlazurehybridbenefit: 'Azure Hybrid Benefit for SQL',
	sqldatabases: 'Azure SQL Database',
	sqldatawarehouse: 'Azure Synapse Analytics',
	sqledge: 'Azure SQL Edge',
	suselinux: 'SUSE Linux',
	vmwarecloudsimple: 'VMware by CloudSimple',
};

/** @param code as the service names it, in any case; a kind that is newer than this list stays as it is named */
export function typeWords(code: string): string {
	switch (code.toLowerCase()) {
		case 'virtualmachines':
			return vscode.l10n.t('Virtual machines');
		case 'manageddisk':
			return vscode.l10n.t('Managed disks');
		case 'virtualmachinesoftware':
			return vscode.l10n.t('Software for virtual machines');
		default:
			return products[code.toLowerCase()] ?? code;
	}
}
