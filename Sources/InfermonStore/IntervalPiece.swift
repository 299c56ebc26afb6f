import InfermonModel

/// A part of an interval that rows of one length cover exactly.
struct IntervalPiece: Hashable {
    var span: RollupSpan
    var from: Timestamp
    var to: Timestamp

    /// Cuts an interval at whole hours, and its ends at quarters and minutes.
    static func pieces(from: Timestamp, to: Timestamp) -> [IntervalPiece] {
        let minute = RollupSpan.minute.span
        var position = from.floored(to: minute)
        let floored = to.floored(to: minute)
        let end = floored == to ? to : floored + minute
        var pieces: [IntervalPiece] = []
        while position < end {
            let span = RollupSpan.allCases.last { span in
                position.floored(to: span.span) == position && position + span.span <= end
            }
            let step = span ?? .minute
            let next = step == .hour ? end.floored(to: step.span) : position + step.span
            if let last = pieces.last, last.span == step {
                pieces[pieces.count - 1].to = next
            } else {
                pieces.append(IntervalPiece(span: step, from: position, to: next))
            }
            position = next
        }
        return pieces
    }
}
