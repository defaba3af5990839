/** Put text on the clipboard; false when the browser does not let us (an insecure address, a refusal). */
export async function copyText(text: string): Promise<boolean> {
  if (!navigator.clipboard) return false;
  return navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  );
}
