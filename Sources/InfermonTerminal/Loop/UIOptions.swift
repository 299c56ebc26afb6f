public import InfermonModel
public import InfermonView

/// What the user may choose about the screen when the program starts.
public struct UIOptions: Hashable, Sendable {
    /// The themes that a key goes through, at least one.
    public var themes: [Theme]
    /// The index of the theme to begin with.
    public var themeIndex: Int
    /// The least time between two drawings of news that the pipeline is asked for.
    public var interval: TimeSpan

    /// Creates options.
    ///
    /// - Parameters:
    ///   - themes: The themes that a key goes through; the built-in ones when empty.
    ///   - themeIndex: The index of the theme to begin with.
    ///   - interval: The least time between two drawings of news that the pipeline is asked for.
    public init(
        themes: [Theme] = Theme.builtIn, themeIndex: Int = 0, interval: TimeSpan = Configuration.standardInterval
    ) {
        self.themes = themes.isEmpty ? Theme.builtIn : themes
        self.themeIndex = self.themes.indices.contains(themeIndex) ? themeIndex : 0
        self.interval = interval
    }
}
