import InfermonModel

/// The same semantics written as stretches of time rather than as a state machine: the oracle for random scenarios.
///
/// An episode begins with the first true step outside of another. It fires at the first step at least `hold` after its beginning, if
/// the condition was true at every step up to there; else it ends with the first false one. A firing episode ends at the first false
/// step that lies at least `keep` after the beginning of the false stretch that it is in.
enum PlainAlertModel {
    struct Step {
        var minute: Int
        /// `nil` when the value could not be had.
        var isTrue: Bool?
    }

    /// The state after each step; `nil` for none.
    static func states(_ steps: [Step], hold: Int, keep: Int, noData: NoDataPolicy) -> [Alert.State?] {
        let known: [(minute: Int, isTrue: Bool)] =
            switch noData {
            case .keep: steps.compactMap { step in step.isTrue.map { (step.minute, $0) } }
            case .resolve: steps.map { ($0.minute, $0.isTrue ?? false) }
            }
        var byMinute: [Int: Alert.State] = [:]
        var position = 0
        while position < known.count {
            guard known[position].isTrue else {
                position += 1
                continue
            }
            let start = known[position].minute
            let falseAt = known[position...].firstIndex { !$0.isTrue } ?? known.count
            let fireAt = known[position..<falseAt].firstIndex { $0.minute - start >= hold }
            for index in position..<(fireAt ?? falseAt) { byMinute[known[index].minute] = .pending }
            position = falseAt
            guard let fireAt else { continue }
            let end = endOfFiring(known, from: fireAt, keep: keep)
            for index in fireAt..<end { byMinute[known[index].minute] = .firing }
            position = end
        }
        var states: [Alert.State?] = []
        for step in steps {
            let isSkipped = step.isTrue == nil && noData == .keep
            states.append(isSkipped ? states.last ?? nil : byMinute[step.minute])
        }
        return states
    }

    private static func endOfFiring(_ known: [(minute: Int, isTrue: Bool)], from fireAt: Int, keep: Int) -> Int {
        known.indices.first { index in
            guard index > fireAt, !known[index].isTrue else { return false }
            let lastTrue = known[..<index].lastIndex { $0.isTrue } ?? fireAt
            return known[index].minute - known[lastTrue + 1].minute >= keep
        } ?? known.count
    }
}
