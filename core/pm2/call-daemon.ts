import axon from 'pm2-axon';
import rpc from 'pm2-axon-rpc';
import { Pm2Error, type Pm2ErrorKind } from './pm2-error.ts';

/** The only methods of the daemon that are ever called; it offers many more, each as powerful as a shell. */
export type DaemonMethod = 'getMonitorData' | 'restartProcessId' | 'reloadProcessId';

/**
 * Calls one method of the PM2 daemon over a connection of its own, closed afterwards.
 *
 * @param socketPath the daemon's `rpc.sock`
 * @param timeoutMs a hung daemon gives no error, only silence, so this is what ends the wait
 * @throws Pm2Error
 */
export async function callDaemon(
  socketPath: string,
  method: DaemonMethod,
  argument: Record<string, unknown>,
  timeoutMs: number,
): Promise<unknown> {
  const socket = axon.socket('req');
  // Without this the library reconnects for ever and waits in silence for a daemon that is gone.
  socket.set('retry timeout', 0);
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const fail = (kind: Pm2ErrorKind, message: string, cause?: unknown) =>
    reject(new Pm2Error(kind, message, { cause }));

  socket.on('socket error', (error: NodeJS.ErrnoException) => reject(connectionError(socketPath, error)));
  // The library says some errors twice, and would throw the second where nobody listens.
  socket.on('error', reject);
  socket.on('close', () => fail('connection', `PM2 closed the connection (${socketPath})`));
  guardFrames(socket, (error) =>
    fail('unexpected_answer', `What listens on ${socketPath} does not speak PM2's protocol`, error),
  );
  socket.on('connect', () => {
    new rpc.Client(socket).call(method, argument, (error, answer) => {
      if (error) fail('refused', `PM2 refused ${method}: ${error.message}`);
      else resolve(answer);
    });
  });
  const timer = setTimeout(
    () => fail('silence', `PM2 did not answer ${method} within ${timeoutMs} ms (${socketPath})`),
    timeoutMs,
  );
  try {
    socket.connect(socketPath);
    return await promise;
  } finally {
    clearTimeout(timer);
    socket.close();
  }
}

/** The library decodes frames inside an event handler, where a fault would end the whole process. */
function guardFrames(socket: ReturnType<typeof axon.socket>, onFault: (error: unknown) => void): void {
  const original = socket.onmessage.bind(socket);
  socket.onmessage = (connection) => {
    const handle = original(connection);
    return (frame) => {
      try {
        handle(frame);
      } catch (error) {
        onFault(error);
      }
    };
  };
}

function connectionError(socketPath: string, error: NodeJS.ErrnoException): Pm2Error {
  if (error.code === 'ENOENT') {
    return new Pm2Error(
      'no_daemon',
      `There is no PM2 daemon: the socket ${socketPath} does not exist. Start PM2, or correct processes.pm2_home.`,
    );
  }
  if (error.code === 'ECONNREFUSED') {
    return new Pm2Error('no_daemon', `No PM2 daemon listens on ${socketPath}: it has ended. Start PM2.`);
  }
  const why = error.code === 'EACCES' ? 'this user may not use it (EACCES)' : (error.code ?? error.message);
  return new Pm2Error('connection', `PM2's socket ${socketPath} cannot be used: ${why}`, { cause: error });
}
