/** Where the digest of the copy that somebody took belongs, so that it opens nowhere else. */
export function copyContext(openingId: string): string {
  return `opening.copy:${openingId}`;
}
