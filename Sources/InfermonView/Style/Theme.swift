/// Colours and attributes for every role: a total map, so that a misspelt key can never be asked for.
public struct Theme: Hashable, Sendable {
    /// The name, such as `dark`.
    public let name: String
    /// Whether it has attributes alone and no colour.
    public let isMonochrome: Bool
    private let styles: [Style]
    private let gradients: [[Color]]
    private let selected: Style

    /// The style of a paint.
    public func style(for paint: Paint) -> Style {
        let role = paint.role
        var style = styles[Int(role.rawValue)]
        if role.isGradient, !isMonochrome {
            style.foreground = gradients[Int(role.rawValue - StyleRole.load.rawValue)][min(100, paint.level)]
        }
        guard paint.isSelected else { return style }
        if isMonochrome {
            style.attributes.formSymmetricDifference(.reverse)
            return style
        }
        // A badge keeps its own ground: a firing alert stays one in the selected row.
        guard role != .criticalBadge, role != .banner else { return style }
        style.background = selected.background
        if [.text, .dim, .value, .title].contains(role) { style.foreground = selected.foreground }
        return style
    }

    /// The style of the screen's empty ground.
    public var ground: Style { styles[Int(StyleRole.text.rawValue)] }

    /// Reads a theme file.
    ///
    /// - Parameters:
    ///   - text: The file's text.
    ///   - name: The name that the theme is to have.
    /// - Throws: Every line that cannot be read.
    /// - Returns: The theme; what the file leaves out comes from the dark one.
    public static func parse(_ text: String, name: String) throws(ThemeFile.Rejection) -> Theme {
        let file = ThemeFile(text)
        guard file.problems.isEmpty else { throw ThemeFile.Rejection(problems: file.problems) }
        return Theme(name: name, file: file)
    }

    /// Creates a theme of what could be read of a file.
    public init(name: String, file: ThemeFile) {
        let values = ThemeValues(file)
        self.name = name
        isMonochrome = false
        styles = StyleRole.allCases.map(values.style)
        gradients = StyleRole.allCases.filter(\.isGradient).map(values.gradient)
        selected = Style(foreground: values["selected_fg"], background: values["selected_bg"])
    }

    private init(monochromeNamed name: String) {
        self.name = name
        isMonochrome = true
        styles = StyleRole.allCases.map { role in
            switch role {
            case .criticalBadge, .critical, .banner: Style(attributes: .reverse)
            case .warning, .value, .title, .hotkey: Style(attributes: .bold)
            case .stale: Style(attributes: .underline)
            case .text, .dim, .graphText, .meterEmpty, .boxScenarios, .boxLatency, .boxThroughput, .boxCost, .boxGPU,
                .boxAlerts, .divider, .ok, .notice, .threshold, .today, .estimate, .load, .budget, .temperature,
                .input, .output, .requests, .memory:
                Style()
            }
        }
        gradients = []
        selected = Style(attributes: .reverse)
    }

    /// For dark terminals; the one that holds when nothing is said.
    public static let dark = Theme(name: "dark", file: ThemeFile(BuiltInThemes.dark))
    /// For bright terminals.
    public static let light = Theme(name: "light", file: ThemeFile(BuiltInThemes.light))
    /// Every text at a contrast of 4.5 and more against its ground (WCAG 2.2, AA).
    public static let highContrast = Theme(name: "high-contrast", file: ThemeFile(BuiltInThemes.highContrast))
    /// Attributes alone: `NO_COLOR`, or a terminal without colours.
    public static let monochrome = Theme(monochromeNamed: "mono")

    /// The themes in the binary, in the order in which a key goes through them.
    public static let builtIn = [dark, light, highContrast, monochrome]
}
