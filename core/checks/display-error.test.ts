import assert from 'node:assert/strict';
import { test } from 'node:test';
import { displayError } from './display-error.ts';

const cases = [
  ['bad when its status is error', 'error', false, 'bad'],
  ['good while it is online', 'online', false, 'good'],
  ['good while it is offline', 'offline', false, 'good'],
  ['good while it is being paired', 'pairing', false, 'good'],
  ['good when it is disabled', 'error', true, 'good'],
  ['unknown when its status is a word that we do not know', 'rebooting', false, 'unknown'],
] as const;

for (const [name, status, isDisabled, verdict] of cases) {
  test(`a display is ${name}`, () => assert.equal(displayError({ status, isDisabled }).verdict, verdict));
}
