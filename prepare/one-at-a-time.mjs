import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { dataFolder, makeDataFolder } from './places.mjs';
import { isAlive, ourselves } from './running.mjs';
import { say } from './say.mjs';

const lock = join(dataFolder, 'prepare.lock');

/** Does the work while no other process of this checkout prepares anything; waits for its turn. */
export async function oneAtATime(work) {
  makeDataFolder();
  const own = `${lock}.${process.pid}`;
  writeFileSync(own, JSON.stringify(ourselves()));
  try {
    for (let told = false; !take(own); await delay(200)) {
      if (!told) say('waiting for another command that is preparing this checkout');
      told = true;
    }
    try {
      return await work();
    } finally {
      rmSync(lock, { force: true });
    }
  } finally {
    rmSync(own, { force: true });
  }
}

/** A link is made by one process only, and never half written. */
function take(own) {
  try {
    linkSync(own, lock);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  const holder = readHolder(lock);
  if (holder === null || isAlive(holder)) return false;
  giveUp(lock, `${own}.stale`, holder);
  return false;
}

/** Takes away the lock of a process that was killed, and gives it back if somebody else was quicker. */
function giveUp(lockFile, aside, holder) {
  try {
    renameSync(lockFile, aside);
    if (readHolder(aside)?.pid !== holder.pid) linkSync(aside, lockFile);
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function readHolder(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}
