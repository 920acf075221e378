/** The access keys by which calls of AWS are told apart. */
export const callers = { capa: 'capa', machineApi: 'machine-api', test: 'test' } as const;
