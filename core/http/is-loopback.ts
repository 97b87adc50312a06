/** Whether only this machine reaches what listens there. @param listen `HOST:PORT` */
export const isLoopback = (listen: string): boolean =>
  /^(localhost|127\.\d+\.\d+\.\d+|\[::1\]):\d+$/i.test(listen);
