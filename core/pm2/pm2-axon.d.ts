declare module 'pm2-axon' {
  import type { EventEmitter } from 'node:events';

  /** The part of a requesting socket that we use; the events are those of `sock.js`. */
  export interface RequestSocket extends EventEmitter {
    set(setting: 'retry timeout', value: number): void;
    connect(address: string): void;
    close(): void;
    onmessage(socket: unknown): (frame: Buffer) => void;
  }
  const axon: { socket(type: 'req'): RequestSocket };
  export default axon;
}

declare module 'pm2-axon-rpc' {
  import type { RequestSocket } from 'pm2-axon';

  export class Client {
    constructor(socket: RequestSocket);
    call(method: string, argument: unknown, done: (error: Error | null, answer?: unknown) => void): void;
  }
  const rpc: { Client: typeof Client };
  export default rpc;
}
