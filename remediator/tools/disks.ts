/** How full a disk is, and which one it is. */
export interface DiskSeen {
  /** Used, as a share of what ordinary users could have: as `df` tells it. */
  readonly usedRatio: number;
  readonly totalBytes: number;
  readonly availableBytes: number;
  /** As the system numbers it, the same as of the files that lie on it. */
  readonly device: number;
}

export interface DiskReader {
  /** The folders whose disks are watched. */
  readonly watched: readonly string[];
  /** Looks at the disk of a folder. @throws Error when it cannot be read */
  usage(folder: string): Promise<DiskSeen>;
}
