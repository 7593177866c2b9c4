/** Copying a link where the clipboard interface is missing or refused, as in most messengers. */

/** Returns whether the text of the field is now in the clipboard. */
export async function copyField(field: HTMLInputElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    // Missing outside TLS, refused without permission: the old way works in more places.
    field.focus();
    field.setSelectionRange(0, field.value.length);
    try {
      return document.execCommand('copy');
    } catch {
      return false;
    }
  }
}
