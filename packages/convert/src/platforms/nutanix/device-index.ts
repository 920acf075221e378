/** The part of a data disk that its address follows from; the two APIs name it the same. */
interface Addressed {
  readonly deviceProperties?:
    | {
        readonly deviceType?: string | undefined;
        readonly adapterType?: string | undefined;
        readonly deviceIndex?: number | undefined;
      }
    | undefined;
}

/** Where a disk is attached. `free`: CAPX chooses the index itself. */
export interface Address {
  readonly device: string;
  readonly adapter: string;
  readonly index: number;
  readonly free: boolean;
}

/**
 * The addresses that CAPX gives to data disks. It reads index 0 as "choose one": the first such disk of SCSI or IDE gets 1,
 * since the system has 0 of both, of another adapter 0. Its counter moves on at every disk, but begins one late, so the
 * second disk is offered the number of the first again. Mirrors CreateDataDiskList in CAPX's controllers.
 */
export function addresses(disks: readonly Addressed[]): Address[] {
  const next = new Map<string, number>();
  return disks.map(({ deviceProperties = {} }) => {
    // Without properties it is a SCSI disk.
    const { deviceType: device = 'Disk', adapterType: adapter = 'SCSI', deviceIndex = 0 } = deviceProperties;
    const counted = next.get(adapter);
    const offered = counted ?? (adapter === 'SCSI' || adapter === 'IDE' ? 1 : 0);
    next.set(adapter, counted === undefined ? offered : counted + 1);
    const free = deviceIndex === 0;
    return { device, adapter, index: free ? offered : deviceIndex, free };
  });
}

/** For each address, whether an earlier one is the same: Prism refuses such a VM. */
export function isTaken(list: readonly Address[]): boolean[] {
  const seen = new Set<string>();
  return list.map(({ device, adapter, index }) => {
    const text = `${device} ${adapter} ${index}`;
    const taken = seen.has(text);
    seen.add(text);
    return taken;
  });
}
