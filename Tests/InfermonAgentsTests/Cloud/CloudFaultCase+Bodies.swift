import InfermonModel

extension CloudFaultCase {
    private static func bucket(_ fields: String) -> String {
        #"{"object":"page","data":[{\#(fields)}],"has_more":false,"next_page":null}"#
    }

    private static func row(_ row: String) -> String {
        bucket(#""start_time":\#(day.seconds),"end_time":\#(day.seconds + 86_400),"results":[\#(row)]"#)
    }

    private static func amount(_ json: String) -> String { row(#"{"amount":{"value":\#(json),"currency":"usd"}}"#) }

    private static let badBodies: [(String, String)] = [
        ("an empty body", ""), ("blanks", "  \r\n "), ("a web page", "<!DOCTYPE html><html></html>"),
        ("XML", "<?xml version=\"1.0\"?><a/>"),
        ("plain words", "temporarily unavailable"), ("an array", "[]"), ("null", "null"), ("a number", "7"),
        ("a string", "\"ok\""),
        ("an empty object", "{}"), ("half the JSON", String(good.prefix(90))),
        ("a missing brace", String(good.dropLast())),
        ("data that is null", #"{"data":null,"has_more":false}"#),
        ("data that is an object", #"{"data":{},"has_more":false}"#),
        ("an error with 200", #"{"error":{"message":"no","code":500}}"#),
        ("no results", bucket(#""start_time":\#(day.seconds),"end_time":\#(day.seconds + 86_400)"#)),
        ("results of null", bucket(#""start_time":\#(day.seconds),"end_time":1,"results":null"#)),
        ("no start", bucket(#""end_time":\#(day.seconds),"results":[]"#)),
        ("a start of words", bucket(#""start_time":"today","end_time":1,"results":[]"#)),
        ("a start beyond 64 bits", bucket(#""start_time":1e30,"end_time":1e31,"results":[]"#)),
        ("an amount that is an object", amount("{}")), ("an amount of null", amount("null")),
        ("an amount of true", amount("true")),
        ("an amount of NaN", amount("\"NaN\"")), ("an infinite amount", amount("\"Infinity\"")),
        ("an amount of 1e400", amount("1e400")),
        ("an amount of 10^40", amount("1\(String(repeating: "0", count: 40))")),
        ("a comma in the amount", amount("\"12,50\"")),
        ("an empty amount", amount("\"\"")), ("a dollar sign", amount("\"$12\"")),
        ("an amount in hex", amount("\"0x10\"")),
        ("blanks in the amount", amount("\" 1\"")), ("an amount without currency's object", row(#"{"amount":7}"#)),
        ("trailing words", good + "trailing"), ("two documents", good + good), ("a comment", "/* x */" + good),
        ("a zero byte", good.replacing("item0", with: "it\u{0}em")),
        ("an array too deep", String(repeating: "[", count: 100_000)),
        ("objects too deep", String(repeating: "{\"a\":", count: 50_000)),
        ("another month", page(["9"], start: day.seconds - 86_400 * 90)),
        ("the future", page(["9"], start: day.seconds + 86_400 * 9)),
        ("more pages, none named", good.replacing("\"has_more\":false", with: "\"has_more\":true")),
    ]

    private static let otherBodies: [CloudFaultCase] = [
        .init("invalid UTF-8") { _ in [.answer(200, [], bytes: [0x7B, 0xFF, 0xFE, 0x7D])] },
        .init(body: "nothing spent", .read("0"), #"{"object":"page","data":[],"has_more":false,"next_page":null}"#),
        .init(body: "an empty bucket", .read("0"), page([])),
        .init(body: "a credit", .read("-5.25"), page(["-5.25"])),
        .init(body: "an amount in a string", .read("12.5"), page(["\"12.50\""])),
        .init(body: "a double's noise", .read("0.0002675"), page(["0.00026750000000000003"])),
        .init(
            body: "fields that are new", .read("2"),
            row(#"{"new":{"a":[1]},"amount":{"value":2,"currency":"usd","x":null}}"#)),
        .init(
            body: "a row without amount", .read("2"), row(#"{"object":"x"},{"amount":{"value":2,"currency":"usd"}}"#)),
        .init(
            body: "another currency", .read("2"),
            row(#"{"amount":{"value":9,"currency":"eur"}},{"amount":{"value":2,"currency":"usd"}}"#)),
        .init(body: "a number of 2,000 digits", .read("1"), page(["1." + String(repeating: "0", count: 2_000)])),
        .init(
            body: "a key twice", .read("21.5"),
            good.replacing("\"object\":\"page\"", with: "\"object\":\"page\",\"object\":\"page\"")),
        .init(body: "blanks around it", .read("21.5"), "\r\n\t " + good + "\n\n"),
        .init("the wrong type", .read("21.5")) { _ in [.answer(200, [], good, type: "text/html")] },
    ]

    static var bodies: [CloudFaultCase] { badBodies.map { CloudFaultCase(body: $0.0, .kept, $0.1) } + otherBodies }

    /// The first page of two, and whatever the second is.
    private static func paged(
        _ name: String, _ outcome: Outcome = .kept, hanging: Bool = false, first: String = page(["20"], next: "p2"),
        second: @escaping @Sendable () -> [FaultServer.Action]
    ) -> CloudFaultCase {
        .init(name, outcome, hanging: hanging) { request in
            request.query("page") == nil ? [.answer(200, [], first)] : second()
        }
    }

    private static let yesterday = day.seconds - 86_400

    static let pages: [CloudFaultCase] = [
        paged("page 2 of 2", .read("23")) { [.answer(200, [], page(["3"], start: yesterday))] },
        paged("page 2 fails") { [.answer(500)] },
        paged("page 2 is refused", .stopped) { [.answer(401)] },
        paged("page 2 is limited", .keptFor(seconds: 600)) { [.answer(429, ["Retry-After: 600"])] },
        paged("page 2 is reset") { [.reset] },
        paged("page 2 is half") { [.answer(200, [], String(good.prefix(100)))] },
        paged("page 2 is a web page") { [.answer(200, [], "<html>")] },
        paged("page 2 never comes", hanging: true) { [.hold] },
        paged("page 2 is empty", .read("20")) { [.answer(200, [], #"{"data":[],"has_more":false,"next_page":null}"#)] },
        paged("page 2 names itself") { [.answer(200, [], page(["3"], next: "p2", start: yesterday))] },
        paged("the same bucket twice", .read("20")) { [.answer(200, [], page(["20"]))] },
        paged("the same bucket with another amount") { [.answer(200, [], page(["25"]))] },
        paged("the same bucket with other items", .read("27")) { [.answer(200, [], page(["7"], item: "other"))] },
        paged("the older page last", .read("24")) { [.answer(200, [], page(["4"], start: yesterday - 86_400))] },
        paged("an empty cursor", first: page(["20"], next: "")) { [.answer(200, [], page(["3"], start: yesterday))] },
        paged("a cursor with odd characters", .read("23"), first: page(["20"], next: "p 2&limit=1#é")) {
            [.answer(200, [], page(["3"], start: yesterday))]
        },
        .init("pages in a ring") { request in
            let next = ["a": "b", "b": "c", "c": "a"][request.query("page") ?? "c"] ?? "a"
            return [.answer(200, [], page([], next: next))]
        },
    ]
}
