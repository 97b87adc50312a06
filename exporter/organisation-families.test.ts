import assert from 'node:assert/strict';
import { test } from 'node:test';
import { organisationFamilies } from './organisation-families.ts';

test('each organisation is told with its class', () => {
  const [family] = organisationFamilies([
    { slug: () => 'acme-signage', class: 'customer' },
    { slug: () => 'demo', class: 'test' },
  ]);
  assert.deepEqual(family?.lines, [
    'vizora_organization_info{org="acme-signage",org_class="customer"} 1',
    'vizora_organization_info{org="demo",org_class="test"} 1',
  ]);
});
