/** Company names: the ones Microsoft uses in its samples, and enough divisions and regions of them for any number of customers. */

/** Sample companies in the order in which they become customers. */
const COMPANIES = [
	'Contoso',
	'Fabrikam',
	'Adventure Works',
	'Northwind Traders',
	'Tailspin Toys',
	'Wide World Importers',
	'Alpine Ski House',
	'A. Datum Corporation',
	'Bellows College',
	'City Power & Light',
	'Blue Yonder Airlines',
	'Coho Vineyard',
	'Consolidated Messenger',
	'Fourth Coffee',
	'Graphic Design Institute',
	'Humongous Insurance',
	'Litware',
	'Lucerne Publishing',
	"Munson's Pickles and Preserves Farm",
	'Best For You Organics',
	'Boulder Innovations',
	'Coho Winery',
	'Fincher Architects',
	'First Up Consultants',
	'Lamna Healthcare',
	"Liberty's Delightful Sinful Bakery & Cafe",
	'Nod Publishers',
	'Parnell Aerospace',
	'Phone Company',
	'Proseware',
	'Relecloud',
	'School of Fine Art',
	'Southridge Video',
	'Terra Firma',
	'Trey Research',
	'VanArsdel',
	'Wingtip Toys',
	'Woodgrove Bank',
	'Tailwind Traders',
	"Margie's Travel",
] as const;

const DIVISIONS = [
	'Retail',
	'Logistics',
	'Manufacturing',
	'Health',
	'Energy',
	'Finance',
	'Media',
	'Research',
	'Foods',
	'Pharma',
	'Insurance',
	'Legal',
	'Travel',
	'Robotics',
	'Analytics',
	'Construction',
	'Education',
	'Marine',
	'Mobility',
	'Textiles',
	'Agriculture',
	'Ventures',
	'Property',
	'Security',
] as const;

const REGIONS = [
	'Nordics',
	'Iberia',
	'Benelux',
	'DACH',
	'Italia',
	'France',
	'UK & Ireland',
	'Baltics',
	'Balkans',
	'Poland',
	'Japan',
	'Australia',
	'India',
	'Canada',
	'Brasil',
	'Chile',
	'Southern Africa',
	'East Africa',
	'Middle East',
	'New Zealand',
	'Singapore',
	'Korea',
	'West',
	'East',
] as const;

export interface Company {
	readonly name: string;
	/** First label of its `onmicrosoft.com` domain. */
	readonly label: string;
}

function label(name: string): string {
	return name
		.toLowerCase()
		.replace(/[^a-z0-9]/g, '')
		.slice(0, 63);
}

/** Enough for 40 + 40 x 24 + 40 x 24 x 24 customers; a number tells apart what would come after. */
function companyName(index: number): string {
	const company = COMPANIES[index % COMPANIES.length] ?? 'Contoso';
	const round = Math.floor(index / COMPANIES.length);
	if (round === 0) return company;
	const division = DIVISIONS[(round - 1) % DIVISIONS.length] ?? '';
	const place = Math.floor((round - 1) / DIVISIONS.length);
	if (place === 0) return `${company} ${division}`;
	const region = REGIONS[(place - 1) % REGIONS.length] ?? '';
	const turn = Math.floor((place - 1) / REGIONS.length);
	return turn === 0 ? `${company} ${division} ${region}` : `${company} ${division} ${region} ${turn + 1}`;
}

/** The company with this number. Names and labels are unique. */
export function company(index: number): Company {
	const name = companyName(index);
	return { name, label: label(name) };
}
