export function thirdPartyNotices(projects: readonly string[]): string;
