import type { FakeWorld } from '../../remediator/world/fake-world.test-support.ts';

/** Does at once what an act asks for. */
export function carryOut(fake: FakeWorld, verb: string, on: string | number, value: unknown): void {
  const { takeAct } = fake;
  fake.takeAct = async (_act, effect) => effect();
  if (verb === 'restart') void fake.pm2.restart(Number(on));
  else if (verb === 'reload') void fake.pm2.reload(Number(on));
  else if (verb === 'vacuum') void fake.tables.writer.vacuum(String(on));
  else if (verb === 'trim') void fake.logs.writer.trim({ path: String(on) }, Number(value));
  else if (verb === 'setScheduleActive') {
    void fake.session().setScheduleActive(String(on), value === true, new AbortController().signal);
  } else if (verb === 'reloadDisplay') {
    void fake.session().reloadDisplay(String(on), new AbortController().signal);
  } else if (verb === 'setDisplayStatus') {
    void fake.session().setDisplayStatus(String(on), 'offline', new AbortController().signal);
  } else if (verb === 'archiveContent') {
    void fake.session().archiveContent(String(on), new AbortController().signal);
  } else if (verb === 'restoreContent') {
    void fake.session().restoreContent(String(on), new AbortController().signal);
  } else throw new Error(`the simulated world does not know how to ${verb}`);
  fake.takeAct = takeAct;
}
