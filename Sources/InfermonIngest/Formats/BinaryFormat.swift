import InfermonRollup

/// Bytes that are no text, such as OTLP in its protobuf encoding with a length before each export.
///
/// Recognised so that it can be refused with advice.
struct BinaryFormat: LogFormat {
    let id = "binary"

    var advice: String? {
        """
        these are binary data, not lines of text; of packed logs gzip and zstd alone are read; for OpenTelemetry exports set \
        "format: json" in the collector's file exporter
        """
    }

    func recognises(_ sample: LineSample) -> Bool {
        let bytes = sample.text.bytes
        guard bytes.first != UInt8(ascii: "{"), bytes.first != UInt8(ascii: "[") else { return false }
        return bytes.contains { $0 < 0x20 && !Self.isOfText($0) }
    }

    func read(_ line: LogLine, into batch: inout AttemptBatch) -> LineVerdict { .unknown }

    /// Backspace, tab, vertical tab, form feed, CR and escape.
    private static func isOfText(_ byte: UInt8) -> Bool { (8...13).contains(byte) || byte == 0x1B }
}
