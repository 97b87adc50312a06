import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mapStrings, sanitiseIn, sanitiseOut } from './sanitise.ts';

describe('sanitising', () => {
  it('takes tags out and leaves their text', () => {
    assert.equal(sanitiseIn('<b>bold</b> and <img src=x onerror=alert(1)>more'), 'bold and more');
  });
  it('escapes what is no tag, for good', () => {
    const stored = sanitiseIn('5 < 6 > 4');
    assert.equal(stored, '5 &lt; 6 &gt; 4');
    assert.equal(sanitiseOut(stored), '5 &lt; 6 &gt; 4');
  });
  it('stores an ampersand escaped and answers it as itself', () => {
    const stored = sanitiseIn('salt & pepper');
    assert.equal(stored, 'salt &amp; pepper');
    assert.equal(sanitiseOut(stored), 'salt & pepper');
  });
  it('does not escape twice', () => {
    assert.equal(sanitiseIn(sanitiseIn('a < b & c')), sanitiseIn('a < b & c'));
  });
  it('reaches every string and no key', () => {
    assert.deepEqual(mapStrings({ '<k>': ['<i>a</i>', 1, null, { b: '<' }] }, sanitiseIn), {
      '<k>': ['a', 1, null, { b: '&lt;' }],
    });
  });
});
