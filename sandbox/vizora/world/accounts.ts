import { ROLES, type Role } from './rows.ts';
import type { OrganisationSpec, WorldSpec } from './spec.ts';

export interface Login {
  readonly email: string;
  readonly password: string;
}

/** The account of one role in one organisation; each organisation has one of each. */
export const loginOf = (org: string, role: Role): Login => ({
  email: `${role}@${org}.example.com`,
  password: `${role}-of-${org}`,
});

export interface OrganisationAccounts {
  readonly org: string;
  readonly class: OrganisationSpec['class'];
  /** Looks only: a viewer. */
  readonly reader: Login;
  /** Repairs: a manager. */
  readonly writer: Login;
}

/** The accounts that Vizora Ops needs: two for each organisation but that of the operators. */
export function sandboxAccounts(world: WorldSpec): OrganisationAccounts[] {
  return world.organisations
    .filter(({ superAdmin }) => !superAdmin)
    .map(({ slug, class: orgClass }) => ({
      org: slug,
      class: orgClass,
      reader: loginOf(slug, 'viewer'),
      writer: loginOf(slug, 'manager'),
    }));
}

/** The account that sees the numbers of all organisations; null where nobody has one. */
export function sandboxAdmin({ organisations }: WorldSpec): Login | null {
  const operators = organisations.find(({ superAdmin }) => superAdmin);
  return operators === undefined ? null : loginOf(operators.slug, 'admin');
}

/** Every account that there is. */
export function allLogins(world: WorldSpec): (Login & { org: string; role: Role; super_admin: boolean })[] {
  return world.organisations.flatMap(({ slug, superAdmin }) =>
    ROLES.map((role) => ({ org: slug, role, super_admin: superAdmin, ...loginOf(slug, role) })),
  );
}
