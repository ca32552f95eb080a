import { type Lease, type LeaseRules, takeLeaseBy } from '../../lib/disk/lease.js';
import { removeTemporary } from '../../lib/disk/temporary.js';

/** What a process is to do with a lease. */
export type LeaseOrder =
  | { do: 'take'; path: string; rules: LeaseRules }
  | { do: 'check' | 'release' | 'end' };

let lease: Lease | undefined;

async function obey(order: LeaseOrder): Promise<void> {
  if (order.do === 'end') return removeTemporary();
  if (order.do !== 'take') {
    if (!lease) throw new Error('it has none');
    return lease[order.do]();
  }
  lease = undefined;
  lease = await takeLeaseBy(order.rules, order.path, 'out');
}

process.on('message', (order: LeaseOrder) => {
  obey(order).then(
    () => process.send?.('done'),
    (error: { code?: string }) => process.send?.(error.code ?? String(error)),
  );
});
process.send?.('ready');
