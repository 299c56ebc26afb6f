import InfermonModel

/// What decoding needs to know beside the text.
struct DecodingContext {
    let vocabulary: ConfigurationVocabulary
    let zones: ZoneDatabase
    /// The folder that relative paths start from; `nil` leaves them as they are.
    let folder: String?
    /// The user's home, for `~`.
    let home: String?
    /// The zone of the machine's months, once it is known.
    var zone: TimeZoneRules = .utc
    /// The names of the scenarios, once they are known.
    var scenarios: [Scenario] = []
    /// The names of the options that the text defines, once they are known.
    var optionNames: [String] = []

    /// The absolute path that a path of the text stands for.
    func path(_ cursor: YAMLCursor, _ expected: String = "a path") -> String? {
        guard let text = cursor.text(expected) else { return nil }
        guard !text.utf8.contains(0) else {
            cursor.error("a path with a NUL in it")
            return nil
        }
        if text == "~" || text.hasPrefix("~/") {
            guard let home else {
                cursor.error(
                    "\(OutsideText.quoted(text)) needs a home folder, and HOME is not set; write the whole path")
                return nil
            }
            return home + text.dropFirst()
        }
        guard !text.hasPrefix("/"), let folder else { return text }
        return folder == "/" ? "/\(text)" : "\(folder)/\(text)"
    }

    /// The zone that `cursor` names.
    func zone(_ cursor: YAMLCursor) -> TimeZoneRules? {
        guard let name = cursor.text("an IANA time zone such as Europe/Zurich") else { return nil }
        do {
            return try zones.rules(named: name)
        } catch {
            cursor.error("\(error)")
            return nil
        }
    }

    /// The scenario that `cursor` names.
    func scenario(_ cursor: YAMLCursor) -> Scenario? {
        let names = scenarios.map(\.id.rawValue)
        guard let name = cursor.text("the name of a scenario") else { return nil }
        guard let scenario = scenarios.first(where: { $0.id.rawValue == name }) else {
            cursor.error(
                "no scenario is called \(OutsideText.quoted(name))\(NearestName.hint(for: name, among: names))")
            return nil
        }
        return scenario
    }
}
