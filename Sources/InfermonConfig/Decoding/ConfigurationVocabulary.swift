/// The names that other parts of infermon know, so that a misspelt one is reported at its place.
///
/// The configuration's reader depends on none of those parts; the program that knows them all passes their names in.
public struct ConfigurationVocabulary: Hashable, Sendable {
    /// A cloud provider and the settings that it takes.
    public struct Provider: Hashable, Sendable {
        /// The name: `openai`.
        public var name: String
        /// The keys that `settings` may have.
        public var settings: [String]

        /// Creates a provider's names.
        public init(name: String, settings: [String] = []) {
            self.name = name
            self.settings = settings
        }
    }

    /// Formats of gateway logs; `auto` among them.
    public var formats: [String]
    /// Cloud providers.
    public var providers: [Provider]
    /// Names of the built-in catalogue's options; `nil` when any name is accepted.
    public var options: [String]?

    /// Creates a vocabulary.
    public init(
        formats: [String] = ["auto", "litellm", "json"], providers: [Provider] = [Provider(name: "openai")],
        options: [String]? = nil
    ) {
        self.formats = formats
        self.providers = providers
        self.options = options
    }
}
