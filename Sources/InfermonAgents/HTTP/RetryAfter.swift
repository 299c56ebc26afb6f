import InfermonModel

/// How long a server asks to be left alone.
enum RetryAfter {
    /// The wait that an answer's headers ask for.
    ///
    /// `retry-after-ms` holds before `Retry-After` in seconds, and that before an HTTP date (RFC 9110 section 10.2.3), which is
    /// read against the server's own `Date` so that a wrong clock here does not matter.
    ///
    /// - Returns: `nil` when there is none, or one that is negative or unreadable.
    static func wait(in response: HTTPResponse, at now: Timestamp) -> TimeSpan? {
        if let text = response.header("retry-after-ms"), let wait = span(text, powerOfTen: 3) { return wait }
        guard let text = response.header("retry-after") else { return nil }
        if let wait = span(text, powerOfTen: 6) { return wait }
        guard let date = httpDate(text) else { return nil }
        let wait = date - (response.header("date").flatMap { httpDate($0) } ?? now)
        return wait > .zero ? wait : nil
    }

    private static func span(_ text: String, powerOfTen power: Int) -> TimeSpan? {
        guard let wait = DecimalDigits(text.utf8)?.scaled(byPowerOfTen: power), wait > 0 else { return nil }
        return TimeSpan(microseconds: Int64(min(wait, 86_400_000_000)))
    }

    /// Reads `Sun, 06 Nov 1994 08:49:37 GMT`, the one form that servers send today.
    static func httpDate(_ text: String) -> Timestamp? {
        let parts = text.split(whereSeparator: { " ,:".contains($0) })
        let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
        guard parts.count == 8, parts[7] == "GMT", let month = months.firstIndex(of: parts[2].lowercased()),
            let day = Int(parts[1]), let year = Int(parts[3]), let hour = Int(parts[4]), let minute = Int(parts[5]),
            let second = Int(parts[6]), (1...31).contains(day), (1970...9999).contains(year), (0...23).contains(hour),
            (0...59).contains(minute), (0...60).contains(second)
        else { return nil }
        let date = CivilDateTime(year: year, month: month + 1, day: day, hour: hour, minute: minute, second: second)
        return Timestamp(seconds: date.secondsSince1970)
    }
}
