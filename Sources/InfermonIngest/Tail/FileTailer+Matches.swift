extension FileTailer {
    /// The files that a path or glob names now, in the order of their names; looks into directories.
    public static func files(matching path: String) -> [String] { FilePattern(text: path).matches() }
}
