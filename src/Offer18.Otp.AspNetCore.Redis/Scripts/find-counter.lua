return answer(state(wait_for_room() == nil))
