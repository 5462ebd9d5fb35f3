/** Words that a contact of a support request may use: countries, time zones and languages. */

const words = (text: string) => new Set(text.split(/\s+/).filter(Boolean));

/** ISO 3166-1 alpha-3, lower case. */
const COUNTRIES = words(`
	abw afg ago aia ala alb and are arg arm asm ata atf atg aus aut aze bdi bel ben bes bfa bgd bgr bhr bhs bih blm blr blz bmu
	bol bra brb brn btn bvt bwa caf can cck che chl chn civ cmr cod cog cok col com cpv cri cub cuw cxr cym cyp cze deu dji dma
	dnk dom dza ecu egy eri esh esp est eth fin fji flk fra fro fsm gab gbr geo ggy gha gib gin glp gmb gnb gnq grc grd grl gtm
	guf gum guy hkg hmd hnd hrv hti hun idn imn ind iot irl irn irq isl isr ita jam jey jor jpn kaz ken kgz khm kir kna kor kwt
	lao lbn lbr lby lca lie lka lso ltu lux lva mac maf mar mco mda mdg mdv mex mhl mkd mli mlt mmr mne mng mnp moz mrt msr mtq
	mus mwi mys myt nam ncl ner nfk nga nic niu nld nor npl nru nzl omn pak pan pcn per phl plw png pol pri prk prt pry pse pyf
	qat reu rou rus rwa sau sdn sen sgp sgs shn sjm slb sle slv smr som spm srb ssd stp sur svk svn swe swz sxm syc syr tca tcd
	tgo tha tjk tkl tkm tls ton tto tun tur tuv twn tza uga ukr umi ury usa uzb vat vct ven vgb vir vnm vut wlf wsm yem zaf zmb
	zwe`);

/** Languages that Azure support speaks. */
const LANGUAGES = words('en-us es-es fr-fr de-de it-it ja-jp ko-kr ru-ru pt-br zh-tw zh-hans');

/** Names of Windows, without their last words `Standard Time`. */
const STANDARD_TIMES = new Set(
	`Afghanistan, Alaskan, Aleutian, Altai, Arab, Arabian, Arabic, Argentina, Astrakhan, Atlantic, AUS Central, Aus Central W.,
	AUS Eastern, Azerbaijan, Azores, Bahia, Bangladesh, Belarus, Bougainville, Canada Central, Cape Verde, Caucasus,
	Cen. Australia, Central, Central America, Central Asia, Central Brazilian, Central Europe, Central European, Central Pacific,
	Chatham Islands, China, Cuba, Dateline, E. Africa, E. Australia, E. Europe, E. South America, Easter Island, Eastern, Egypt,
	Ekaterinburg, Fiji, FLE, Georgian, GMT, Greenland, Greenwich, GTB, Haiti, Hawaiian, India, Iran, Israel, Jordan, Kaliningrad,
	Korea, Libya, Line Islands, Lord Howe, Magadan, Magallanes, Marquesas, Mauritius, Middle East, Montevideo, Morocco, Mountain,
	Myanmar, N. Central Asia, Namibia, Nepal, New Zealand, Newfoundland, Norfolk, North Asia, North Asia East, North Korea, Omsk,
	Pacific, Pacific SA, Pakistan, Paraguay, Qyzylorda, Romance, Russian, SA Eastern, SA Pacific, SA Western, Saint Pierre,
	Sakhalin, Samoa, Sao Tome, Saratov, SE Asia, Singapore, South Africa, South Sudan, Sri Lanka, Sudan, Syria, Taipei, Tasmania,
	Tocantins, Tokyo, Tomsk, Tonga, Transbaikal, Turkey, Turks And Caicos, Ulaanbaatar, US Eastern, US Mountain, Venezuela,
	Vladivostok, Volgograd, W. Australia, W. Central Africa, W. Europe, W. Mongolia, West Asia, West Bank, West Pacific, Yakutsk,
	Yukon`
		.split(',')
		.map((name) => name.trim().toLowerCase()),
);
const OTHER_TIMES = new Set([
	'utc',
	'utc-11',
	'utc-09',
	'utc-08',
	'utc-02',
	'utc+12',
	'utc+13',
	'central standard time (mexico)',
	'eastern standard time (mexico)',
	'mountain standard time (mexico)',
	'pacific standard time (mexico)',
	'russia time zone 3',
	'russia time zone 10',
	'russia time zone 11',
]);

/** @param code any case */
export function isCountry(code: string): boolean {
	return COUNTRIES.has(code.toLowerCase());
}

/** @param name any case, for example `W. Europe Standard Time` */
export function isTimeZone(name: string): boolean {
	const folded = name.toLowerCase();
	return OTHER_TIMES.has(folded) || (/ standard time$/.test(folded) && STANDARD_TIMES.has(folded.replace(/ standard time$/, '')));
}

/** @param tag any case, for example `en-US` */
export function isSupportLanguage(tag: string): boolean {
	return LANGUAGES.has(tag.toLowerCase());
}
