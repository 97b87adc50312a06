import { hashPassword } from '../password.ts';
import { defineWorldFault } from './world-fault.ts';

export const organizationSuspended = defineWorldFault({
  name: 'organization_suspended',
  about: 'The subscription of the organisation is suspended: all can be read, and nothing written.',
  raises: [],
  spoil({ organization }) {
    Object.assign(organization, { subscriptionTier: 'pro', subscriptionStatus: 'suspended' });
  },
});

export const passwordsChanged = defineWorldFault({
  name: 'passwords_changed',
  about: 'The passwords of all accounts of the organisation were changed; sessions that there are go on.',
  raises: [],
  spoil({ world, organization }) {
    for (const user of world.users) {
      if (user.organizationId === organization.id) user.passwordHash = hashPassword('changed', user.id);
    }
  },
});
