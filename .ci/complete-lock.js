/**
 * Completes package-lock.json after `npm install`: npm leaves out packages of other platforms that it could not get, and `npm ci`
 * then refuses the file on every platform. Usage: `node .ci/complete-lock.js`
 */
const { readFileSync, writeFileSync } = require('node:fs');
const path = require('node:path');

const file = path.join(__dirname, '../package-lock.json');
const lock = JSON.parse(readFileSync(file, 'utf8'));

/** Words of package names that say what a package is for; anything else in a name says nothing. */
const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const processors = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64'];
const libraries = { gnu: 'glibc', gnueabihf: 'glibc', musl: 'musl', musleabihf: 'musl' };

const added = [];
for (const [parent, entry] of Object.entries(lock.packages)) {
	for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
		if (found(parent, name) || !/^\d+\.\d+\.\d+/.test(version)) continue;
		const words = name.split(/[/-]/);
		const os = systems.filter((system) => words.includes(system));
		const cpu = processors.filter((processor) => words.includes(processor));
		if (os.length !== 1 || cpu.length !== 1) continue;
		const libc = os[0] === 'linux' ? words.flatMap((word) => libraries[word] ?? []) : [];
		lock.packages[`node_modules/${name}`] = {
			version,
			cpu,
			...(entry.dev ? { dev: true } : {}),
			...(libc.length > 0 ? { libc } : {}),
			optional: true,
			os,
		};
		added.push(name);
	}
}

/** True when the lock file has the package where `parent` would find it. */
function found(parent, name) {
	for (let folder = parent; ; folder = folder.slice(0, Math.max(folder.lastIndexOf('/node_modules/'), 0))) {
		if (lock.packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`] !== undefined) return true;
		if (folder === '') return false;
	}
}

const [own, ...rest] = Object.entries(lock.packages);
lock.packages = Object.fromEntries([own, ...rest.sort(([a], [b]) => a.localeCompare(b, 'en'))]);
if (added.length > 0) writeFileSync(file, `${JSON.stringify(lock, undefined, 2)}\n`);
console.log(added.length === 0 ? 'The lock file is complete.' : `Added ${added.length}: ${added.join(', ')}`);
