/** Where a unit lies; beyond a limit is more than the limits explain. */
export type FunnelFlag = 'inside' | 'above-95' | 'below-95' | 'above-998' | 'below-998'

/** Which limits flags are by. */
export type FlagsBy = 'exact' | 'approximate' | 'adjusted'
