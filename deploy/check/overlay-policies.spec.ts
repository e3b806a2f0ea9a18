import { describe, expect, it } from '@jest/globals';
import { aConfigMap, aResource, aServer } from './manifests.fixture.js';
import { developmentFindings, productionFindings } from './overlay-policies.js';

const DEVELOPMENT = { TOKEN_KEYRING: '{"active":"dev1"}', BRAND_NAME: 'Example Shop' };

describe('example values', () => {
  it('of the overlay for development are those of development.env', () => {
    const findings = (data: Record<string, string>) => developmentFindings([aServer(), aConfigMap(data)], DEVELOPMENT);
    expect(findings({ BRAND_NAME: 'Example Shop', LOG_LEVEL: 'info' })).toEqual([]);
    expect(findings({ BRAND_NAME: 'Another' })).toEqual(['BRAND_NAME is not as in infra/development.env']);
  });

  it('of the overlay for production open nothing', () => {
    expect(productionFindings('BRAND_NAME: Example Shop', [], DEVELOPMENT)).toEqual([]);
    expect(productionFindings(`TOKEN_KEYRING: '{"active":"dev1"}'`, [], DEVELOPMENT)).toEqual([
      'holds the public TOKEN_KEYRING of infra/development.env',
    ]);
    expect(productionFindings('', [aResource('Secret', 'database', undefined)], DEVELOPMENT)).toEqual([
      'Secret/database: its values lie in the repository',
    ]);
  });
});
