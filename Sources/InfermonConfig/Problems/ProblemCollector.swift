/// Gathers the problems of one text while it is decoded, so that all are told at once.
final class ProblemCollector {
    /// More than these help nobody; a last one says that there are more.
    static let limit = 100

    private let file: String?
    private var found: [ConfigurationProblem] = []
    private var marksInError: Set<TextMark> = []

    init(file: String?) {
        self.file = file
    }

    /// Adds an error; a second one at the same place is a consequence of the first and left out.
    func error(_ message: String, at mark: TextMark) {
        guard marksInError.insert(mark).inserted else { return }
        found.append(ConfigurationProblem(file: file, mark: mark, message: message))
    }

    /// Adds a warning.
    func warning(_ message: String, at mark: TextMark) {
        found.append(ConfigurationProblem(severity: .warning, file: file, mark: mark, message: message))
    }

    var hasErrors: Bool { !marksInError.isEmpty }

    /// The problems in the order of the text.
    var problems: [ConfigurationProblem] {
        let sorted = found.sorted { ($0.mark ?? .start, $0.message) < ($1.mark ?? .start, $1.message) }
        guard sorted.count > Self.limit else { return sorted }
        let rest = ConfigurationProblem(
            severity: hasErrors ? .error : .warning, file: file, mark: nil,
            message: "\(sorted.count - Self.limit) more problems; mend these first")
        // Errors first, so that a flood of warnings never hides why nothing starts.
        let kept = (sorted.filter { $0.severity == .error } + sorted.filter { $0.severity == .warning }).prefix(
            Self.limit)
        return kept + [rest]
    }
}
