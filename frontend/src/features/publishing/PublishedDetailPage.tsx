export default function PublishedDetailPage() { return null; }
