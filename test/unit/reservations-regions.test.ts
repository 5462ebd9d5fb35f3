/** Regions by their display names, and back to codes. */
import assert from 'node:assert/strict';
import { regionCode, regionName } from '../../src/reservations/regions';
import { REGIONS } from '../../src/sandbox/world/catalog';

describe('Regions', () => {
	it('have the display names of the portal, whatever the service writes', () => {
		for (const { name, displayName } of REGIONS) assert.equal(regionName(name), displayName);
		for (const written of ['westeurope', 'WestEurope', 'West Europe']) assert.equal(regionName(written), 'West Europe');
		assert.deepEqual(['usgovvirginia', 'global'].map(regionName), ['USGov Virginia', 'Global']);
	});

	it('that are newer than the list stay as they are named', () => {
		assert.deepEqual(['Atlantis 2', 'atlantis2', ''].map(regionName), ['Atlantis 2', 'atlantis2', '']);
	});

	it('have one code, however they are typed', () => {
		assert.deepEqual([' West Europe ', 'west-europe', 'WESTEUROPE', ''].map(regionCode), [...Array(3).fill('westeurope'), '']);
	});
});
