/// Where in a line's object a wanted value is.
///
/// Written as a string, keys joined by dots: `"metadata.usage_object.prompt_tokens"`. Keys that contain dots are written as an
/// array: `["gen_ai.request.model"]`. A last component `*` wants every member of an object, `[]` every element of an array.
public struct JSONPath: Hashable, Sendable, ExpressibleByStringLiteral, ExpressibleByArrayLiteral {
    /// One step of a path.
    public enum Component: Hashable, Sendable {
        /// The member of this name.
        case key(String)
        /// Every member; the last component only.
        case everyMember
        /// Every element of an array; the last component only.
        case everyElement
    }

    /// The steps from the line's object to the value.
    public let components: [Component]

    /// Reads keys joined by dots.
    public init(_ text: String) {
        var components: [Component] = []
        var rest = Substring(text)
        let wantsElements = rest.hasSuffix("[]")
        if wantsElements { rest.removeLast(2) }
        for key in rest.split(separator: ".", omittingEmptySubsequences: false) { components.append(.key(String(key))) }
        if components.last == .key("*") { components[components.count - 1] = .everyMember }
        if wantsElements { components.append(.everyElement) }
        self.components = components
    }

    /// Takes keys as they are.
    public init(keys: [String]) {
        components = keys.map(Component.key)
    }

    /// Reads keys joined by dots.
    public init(stringLiteral text: String) { self.init(text) }

    /// Takes keys as they are, but for a last `*` or `[]`.
    public init(arrayLiteral keys: String...) {
        components = keys.enumerated().map { index, key in
            guard index == keys.count - 1 else { return .key(key) }
            return key == "*" ? .everyMember : key == "[]" ? .everyElement : .key(key)
        }
    }
}
