export default function PublishedPage() { return null; }
